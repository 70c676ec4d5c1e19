package io.racecar.engine;

import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Leaves values as they are, and hears on the way which cluster they come from: Kafka tells that only to such a part. */
final class ClusterIdReader extends ByteArrayDeserializer implements ClusterResourceListener {
    private volatile @Nullable String clusterId;

    @Override
    public void onUpdate(ClusterResource cluster) {
        clusterId = cluster.clusterId();
    }

    /** Null before the first answer of a broker. */
    @Nullable String clusterId() {
        return clusterId;
    }
}
