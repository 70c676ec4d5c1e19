package io.racecar.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdminCallsTest {

    private final AdminCalls calls = new AdminCalls();
    private final List<String> callers = new ArrayList<>();

    @Test
    void whoHasLoggedInIsTheCaller() throws Exception {
        call(() -> "alice");

        assertThat(callers).containsExactly("alice");
    }

    @Test
    void whoHasNotIsKnownByAddress() throws Exception {
        call(null);

        assertThat(callers).containsExactly("192.0.2.1");
    }

    @Test
    void aNameForgesNoLines() throws Exception {
        call(() -> "alice\nINFO forged\u2028again");

        assertThat(callers).containsExactly("alice INFO forged again");
    }

    @Test
    void aCallEndsWithItsRequest() throws Exception {
        call(() -> "alice");

        assertThat(calls.current().caller()).isEqualTo("somebody");
    }

    private void call(@Nullable Principal principal) throws Exception {
        HttpServletRequest request = answering(
                HttpServletRequest.class,
                principal == null
                        ? Map.of("getRemoteAddr", "192.0.2.1")
                        : Map.of("getUserPrincipal", principal, "getRemoteAddr", "192.0.2.1"));
        calls.doFilter(
                request,
                answering(HttpServletResponse.class, Map.of()),
                (given, response) -> callers.add(calls.current().caller()));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }
}
