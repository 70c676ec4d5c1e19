package io.racecar.benchmarks.spring;

import io.racecar.benchmarks.probe.PageView;
import io.racecar.benchmarks.probe.Progress;
import org.springframework.kafka.annotation.KafkaListener;

/** A listener as one writes it in an application. */
class PageViewListener {
    private final Progress progress;

    PageViewListener(Progress progress) {
        this.progress = progress;
    }

    @KafkaListener(topics = "#{run.topic()}")
    void handle(PageView view) {
        progress.handled();
    }
}
