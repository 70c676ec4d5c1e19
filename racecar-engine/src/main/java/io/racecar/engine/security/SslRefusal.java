package io.racecar.engine.security;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Why a handshake failed, and what to do. */
record SslRefusal(String reason, String remedy) {
    private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");

    /** The JDK throws the same exception for each reason that a certificate does not fit, and words only differ. */
    private static final Pattern OTHER_HOST =
            Pattern.compile("No (name|subject alternative).* (found|present).*", Pattern.DOTALL);

    static SslRefusal of(SslAuthenticationException error) {
        return revoked(error)
                .or(() -> outOfTime(error))
                .or(() -> ofUnknownAuthority(error))
                .or(() -> forOtherHost(error))
                .or(() -> alerted(error))
                .orElseGet(() -> new SslRefusal(
                        "the handshake with a broker failed: "
                                + Causes.innermost(error).getMessage(),
                        "check securityProtocol and the ssl settings"));
    }

    private static Optional<SslRefusal> revoked(Throwable error) {
        return Causes.first(error, CertificateRevokedException.class)
                .map(it -> new SslRefusal(
                        "a broker's certificate was revoked on "
                                + it.getRevocationDate().toInstant() + ", says ssl.crlLocation",
                        "give the broker a new one"))
                .or(() -> Causes.first(
                                error,
                                CertPathValidatorException.class,
                                it -> it.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS)
                        .map(it -> new SslRefusal(
                                "ssl.crlLocation does not tell whether a broker's certificate is revoked",
                                "it needs a current list of each authority between that certificate and"
                                        + " ssl.caLocation")));
    }

    private static Optional<SslRefusal> outOfTime(Throwable error) {
        return Causes.first(
                        error,
                        CertificateException.class,
                        it -> it instanceof CertificateExpiredException
                                || it instanceof CertificateNotYetValidException)
                .map(it -> new SslRefusal(
                        "a broker's certificate is "
                                + (it instanceof CertificateExpiredException ? "no longer" : "not yet") + " valid: "
                                + it.getMessage(),
                        "renew it, or correct this machine's clock"));
    }

    private static Optional<SslRefusal> ofUnknownAuthority(Throwable error) {
        return Causes.first(error, CertPathBuilderException.class)
                .map(it -> new SslRefusal(
                        "a broker's certificate is of none of the trusted authorities",
                        "add its authority to ssl.caLocation"));
    }

    private static Optional<SslRefusal> forOtherHost(Throwable error) {
        return Causes.first(
                        error,
                        CertificateException.class,
                        it -> OTHER_HOST
                                .matcher(String.valueOf(it.getMessage()))
                                .matches())
                .map(it -> new SslRefusal(
                        "a broker's certificate is for another host: " + it.getMessage(),
                        "correct the name in brokers or in the certificate, or set ssl.verifyHostname to false"));
    }

    private static Optional<SslRefusal> alerted(Throwable error) {
        return Causes.first(error, SSLException.class)
                .map(it -> ALERT.matcher(String.valueOf(it.getMessage())))
                .filter(Matcher::find)
                .map(it -> new SslRefusal(
                        "a broker refuses this client's certificate, or that it has none (" + it.group(1) + ")",
                        "check ssl.certificateLocation or ssl.keystoreLocation"));
    }

    String text() {
        return reason + "; " + remedy;
    }
}
