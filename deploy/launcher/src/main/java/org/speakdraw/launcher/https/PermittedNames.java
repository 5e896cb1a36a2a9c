package org.speakdraw.launcher.https;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * The names that an authority may certify (RFC 5280, 4.2.1.10), written into its own certificate: those of this machine
 * and private addresses. A device that trusts the authority can therefore not be deceived with it about any other
 * server, not even by somebody who has stolen the authority's key.
 */
final class PermittedNames {

    private static final List<String> PRIVATE = List.of(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "127.0.0.0/8",
            "fc00::/7",
            "fe80::/10",
            "::1/128");

    /** What only a name server of the own network or multicast DNS answers. */
    private static final List<String> LOCAL = List.of("localhost", "local");

    private static final int BITS = 8;

    private final NameConstraints constraints;

    PermittedNames(NameConstraints constraints) {
        this.constraints = constraints;
    }

    /** Private names, and these. */
    static PermittedNames allowing(CertifiedNames names) {
        Stream<GeneralName> hosts = Stream.concat(LOCAL.stream(), names.hosts().stream())
                .distinct()
                .map(host -> new GeneralName(GeneralName.dNSName, host));
        Stream<GeneralName> addresses = Stream.concat(
                PRIVATE.stream().map(PermittedNames::network),
                names.addresses().stream()
                        .map(address -> network(address.getAddress(), BITS * address.getAddress().length)));
        return new PermittedNames(new NameConstraints(
                Stream.concat(hosts, addresses).map(GeneralSubtree::new).toArray(GeneralSubtree[]::new), null));
    }

    NameConstraints toExtension() {
        return constraints;
    }

    /** Those that are among them. */
    CertifiedNames of(CertifiedNames names) {
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        validator.intersectPermittedSubtree(constraints.getPermittedSubtrees());
        return names.only(name -> {
            try {
                validator.checkPermitted(name);
                return true;
            } catch (NameConstraintValidatorException e) {
                return false;
            }
        });
    }

    private static GeneralName network(String text) {
        String[] parts = text.split("/", 2);
        try {
            return network(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address and, behind it, its mask. */
    private static GeneralName network(byte[] address, int prefix) {
        byte[] bytes = Arrays.copyOf(address, 2 * address.length);
        for (int bit = 0; bit < prefix; bit++) {
            bytes[address.length + bit / BITS] |= (byte) (0x80 >> (bit % BITS));
        }
        return new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes));
    }
}
