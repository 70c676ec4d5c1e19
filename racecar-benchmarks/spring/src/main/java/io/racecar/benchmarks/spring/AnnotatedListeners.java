package io.racecar.benchmarks.spring;

import io.racecar.benchmarks.probe.Progress;
import io.racecar.benchmarks.probe.Run;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.support.converter.ByteArrayJacksonJsonMessageConverter;

/** An application context with one annotated listener, and the conversion from JSON that Spring Kafka brings. */
@EnableKafka
@Configuration(proxyBeanMethods = false)
class AnnotatedListeners {

    static void start(Settings settings, Run run, Progress progress) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean("run", Run.class, () -> run);
        context.registerBean(
                "kafkaListenerContainerFactory",
                ConcurrentKafkaListenerContainerFactory.class,
                () -> containers(settings));
        context.registerBean(PageViewListener.class, () -> new PageViewListener(progress));
        context.register(AnnotatedListeners.class);
        context.refresh();
    }

    private static ConcurrentKafkaListenerContainerFactory<byte[], byte[]> containers(Settings settings) {
        ConcurrentKafkaListenerContainerFactory<byte[], byte[]> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        factory.setConsumerFactory(settings.consumers());
        factory.setRecordMessageConverter(new ByteArrayJacksonJsonMessageConverter());
        return factory;
    }
}
