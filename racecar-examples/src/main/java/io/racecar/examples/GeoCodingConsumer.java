package io.racecar.examples;

import io.racecar.Context;
import io.racecar.Message;
import io.racecar.MessageConsumer;
import io.racecar.OutgoingMessage;
import io.racecar.SubscribesTo;
import java.util.Objects;

/**
 * Finds out which country page views come from, and produces them with it to another topic.
 *
 * <p>A page view counts as handled only once the enriched one is safe with the brokers.
 */
@SubscribesTo(PageviewsResource.TOPIC)
public final class GeoCodingConsumer implements MessageConsumer<Pageview> {

    static final String ENRICHED_TOPIC = "pageviews-with-country";

    private final Countries countries;

    GeoCodingConsumer(Countries countries) {
        this.countries = countries;
    }

    @Override
    public void process(Message<Pageview> message, Context context) {
        Pageview pageview = Objects.requireNonNull(message.value(), "a page view is never a tombstone");
        String country = countries.of(pageview.ipAddress());
        context.produce(OutgoingMessage.to(ENRICHED_TOPIC)
                .key(pageview.id())
                .headers(message.headers())
                .json(new PageviewWithCountry(pageview.id(), pageview.url(), country, pageview.time())));
    }
}
