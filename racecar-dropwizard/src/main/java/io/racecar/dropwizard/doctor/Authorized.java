package io.racecar.dropwizard.doctor;

import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/** Reads what brokers say of permissions. */
final class Authorized {
    private Authorized() {}

    /** @param allowed null or empty where a broker does not tell, in which case nothing is known to be forbidden */
    static boolean allows(@Nullable Set<AclOperation> allowed, AclOperation operation) {
        return allowed == null || allowed.isEmpty() || allowed.contains(operation);
    }
}
