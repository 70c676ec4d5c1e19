package io.racecar.dropwizard;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.racecar.engine.config.RacecarConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Has Jackson read the settings of a file, then those of system properties, wherever in a configuration they stand. */
final class SettingsModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /**
     * @param overrides the system properties
     * @param read is given all settings that are read
     */
    SettingsModule(PropertyOverrides overrides, Consumer<? super RacecarConfig> read) {
        setDeserializerModifier(new BeanDeserializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
                return bean.getBeanClass() == RacecarConfig.class
                        ? new SettingsDeserializer(deserializer, overrides, read)
                        : deserializer;
            }
        });
    }

    private static final class SettingsDeserializer extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        private final transient PropertyOverrides overrides;
        private final transient Consumer<? super RacecarConfig> read;

        SettingsDeserializer(
                JsonDeserializer<?> ofFile, PropertyOverrides overrides, Consumer<? super RacecarConfig> read) {
            super(ofFile);
            this.overrides = overrides;
            this.read = read;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> ofFile) {
            return new SettingsDeserializer(ofFile, overrides, read);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonPointer block = parser.getParsingContext().pathAsPointer();
            JsonNode tree = context.readTree(parser);
            Map<String, Object> commandLine = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> it :
                    overrides.takeFrom(tree, block).entrySet()) {
                commandLine.put(it.getKey(), context.readTreeAsValue(it.getValue(), Object.class));
            }
            RacecarConfig config = ofFile(tree, parser, context).withCommandLine(commandLine);
            read.accept(config);
            return config;
        }

        private RacecarConfig ofFile(JsonNode tree, JsonParser parser, DeserializationContext context)
                throws IOException {
            try (JsonParser file = tree.traverse(parser.getCodec())) {
                file.nextToken();
                return (RacecarConfig) super.deserialize(file, context);
            }
        }
    }
}
