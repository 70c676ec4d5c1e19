package io.racecar.dropwizard;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells tasks who calls them and lets them answer with a status, which Dropwizard does not: a task sees neither request nor
 * response, and every exception of one is a 500.
 */
final class AdminCalls implements Filter {
    private static final Call UNKNOWN = new Call("somebody", status -> {});

    private final ThreadLocal<@Nullable Call> current = new ThreadLocal<>();

    /**
     * A call of a task.
     *
     * @param caller who calls: the name that was logged in with, or else the address
     * @param status takes the status to answer with
     */
    record Call(String caller, IntConsumer status) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        current.set(new Call(caller((HttpServletRequest) request), ((HttpServletResponse) response)::setStatus));
        try {
            chain.doFilter(request, response);
        } finally {
            current.remove();
        }
    }

    /** That which this thread serves. */
    Call current() {
        Call call = current.get();
        return call == null ? UNKNOWN : call;
    }

    private static String caller(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return OneLine.of(principal == null ? request.getRemoteAddr() : principal.getName());
    }
}
