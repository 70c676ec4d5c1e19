package io.racecar.engine.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.Collection;
import java.util.Date;
import java.util.List;

/** The lists of revoked certificates in a file, PEM or DER. Thread-safe; every call reads the file. */
public record RevocationLists(Path file) {

    /** The lists, at least one. */
    public List<X509CRL> lists() throws UnusableFileException {
        List<X509CRL> lists = read().stream()
                .filter(X509CRL.class::isInstance)
                .map(X509CRL.class::cast)
                .toList();
        if (lists.isEmpty()) {
            throw new UnusableFileException("it holds no certificate revocation list");
        }
        return lists;
    }

    private Collection<? extends CRL> read() throws UnusableFileException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCRLs(new ByteArrayInputStream(Files.readAllBytes(file)));
        } catch (GeneralSecurityException e) {
            throw new UnusableFileException("it holds no certificate revocation list that can be read", e);
        } catch (IOException e) {
            throw new UnusableFileException("this process may not read it", e);
        }
    }

    /** Fails for a list that is no longer valid: no certificate of its authority could be verified. */
    public void requireCurrent(Date now) throws UnusableFileException {
        for (X509CRL list : lists()) {
            Date until = list.getNextUpdate();
            if (until != null && until.before(now)) {
                throw new UnusableFileException("the list of " + list.getIssuerX500Principal() + " was valid until "
                        + until.toInstant() + "; fetch a new one");
            }
        }
    }
}
