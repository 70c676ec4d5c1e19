package io.racecar.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.racecar.RacecarListener.StateChanged;
import io.racecar.engine.RacecarPlugin.Attachment;
import io.racecar.engine.config.InvalidConfigurationException;
import io.racecar.engine.config.RacecarConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RacecarPluginTest {
    private final List<String> told = new ArrayList<>();
    private final Racecar.Builder builder = Racecar.builder(
                    RacecarConfig.builder().environment(Map.of()).build())
            .consumer("orders", byte[].class, (message, context) -> {});

    @Test
    void anAttachmentIsGivenTheRacecarAndClosedWithIt() {
        Racecar racecar = builder.plugin(config -> Optional.of(new Noting("one")))
                .plugin(config -> Optional.empty())
                .build();

        assertThat(told).containsExactly("one attached to [orders]");
        racecar.close();
        racecar.close();
        assertThat(told).containsExactly("one attached to [orders]", "one closed");
    }

    @Test
    void anAttachmentThatRefusesEndsThoseBeforeIt() {
        builder.plugin(config -> Optional.of(new Noting("one")))
                .plugin(config -> Optional.of(new Noting("two") {
                    @Override
                    public void built(Racecar racecar) {
                        throw new InvalidConfigurationException(List.of("the name is taken"));
                    }
                }));

        assertThatThrownBy(builder::build).hasMessageContaining("the name is taken");
        assertThat(told).containsExactly("one attached to [orders]", "one closed", "two closed");
    }

    @Test
    void oneThatFailsToEndDoesNotKeepTheNextFromIt() {
        Racecar racecar = builder.plugin(config -> Optional.of(new Noting("one") {
                    @Override
                    public void closed() {
                        throw new IllegalStateException("fails");
                    }
                }))
                .plugin(config -> Optional.of(new Noting("two")))
                .build();

        racecar.close();

        assertThat(told).endsWith("two closed");
    }

    @Test
    void aPluginSeesTheSettingsWithTheConsumers() {
        builder.plugin(config -> {
            told.addAll(config.consumerNames());
            return Optional.empty();
        });

        builder.build().close();

        assertThat(told).containsExactly("orders");
    }

    @Test
    void withoutPluginsOnTheClasspathNothingIsInstalled() {
        builder.installPlugins().build().close();

        assertThat(told).isEmpty();
    }

    private class Noting implements Attachment {
        private final String name;

        Noting(String name) {
            this.name = name;
        }

        @Override
        public void built(Racecar racecar) {
            told.add(name + " attached to "
                    + racecar.consumers().stream().map(ConsumerStatus::name).toList());
        }

        @Override
        public void stateChanged(StateChanged event) {
            told.add(name + " told");
        }

        @Override
        public void closed() {
            told.add(name + " closed");
        }
    }
}
