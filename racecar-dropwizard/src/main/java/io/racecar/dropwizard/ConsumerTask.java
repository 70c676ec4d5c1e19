package io.racecar.dropwizard;

import io.dropwizard.servlets.tasks.Task;
import io.racecar.engine.ConsumerControl;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steers a consumer: {@code POST /tasks/racecar-pause?consumer=user-ban-consumer}. It answers with one line: what was done,
 * or with status 400, 404 or 409 why nothing was. Who asked is logged either way.
 */
final class ConsumerTask extends Task {
    private static final Logger LOG = LoggerFactory.getLogger("io.racecar");

    private final List<String> parameters;
    private final Operation operation;
    private final Function<String, ConsumerControl> consumers;
    private final AdminCalls calls;

    /** What a task does with a consumer. */
    @FunctionalInterface
    interface Operation {
        /**
         * Returns when it is done.
         *
         * @return what was done, to stand behind the consumer's name
         * @throws BadParameterException if a parameter is missing or wrong
         * @throws IllegalStateException if it cannot be done now
         */
        String perform(ConsumerControl consumer, TaskParameters parameters, String caller) throws BadParameterException;
    }

    ConsumerTask(
            String name,
            List<String> parameters,
            Operation operation,
            Function<String, ConsumerControl> consumers,
            AdminCalls calls) {
        super(name);
        this.parameters = parameters;
        this.operation = operation;
        this.consumers = consumers;
        this.calls = calls;
    }

    @Override
    public void execute(Map<String, List<String>> given, PrintWriter output) {
        AdminCalls.Call call = calls.current();
        try {
            String done = OneLine.of(perform(given, call.caller()));
            LOG.info("{}, as {} asked", done, call.caller());
            output.println(done);
        } catch (BadParameterException e) {
            refuse(call, HttpServletResponse.SC_BAD_REQUEST, e, output);
        } catch (IllegalArgumentException e) { // no such consumer
            refuse(call, HttpServletResponse.SC_NOT_FOUND, e, output);
        } catch (IllegalStateException e) {
            refuse(call, HttpServletResponse.SC_CONFLICT, e, output);
        }
    }

    private String perform(Map<String, List<String>> given, String caller) throws BadParameterException {
        TaskParameters checked = new TaskParameters(given, parameters);
        String name = checked.text(TaskParameters.CONSUMER);
        return name + ": " + operation.perform(consumers.apply(name), checked, caller);
    }

    private void refuse(AdminCalls.Call call, int status, Exception reason, PrintWriter output) {
        String line = OneLine.of(reason.getMessage());
        LOG.info("{} refused, which {} asked for: {}", getName(), call.caller(), line);
        call.status().accept(status);
        output.println(line);
    }
}
