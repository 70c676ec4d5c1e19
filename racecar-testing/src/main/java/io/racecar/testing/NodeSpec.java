package io.racecar.testing;

import java.nio.file.Path;
import java.util.Map;

/** All that a node keeps when its server stops. */
record NodeSpec(int id, String clusterId, Path directory, NodePorts ports, Map<String, String> settings) {}
