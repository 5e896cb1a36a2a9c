package org.speakdraw.launcher.https;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.speakdraw.launcher.checks.HostNames;
import org.speakdraw.launcher.checks.NetworkAddresses;

/**
 * What a certificate says that its server is called.
 *
 * @param hosts     names, lower case
 * @param addresses numeric
 */
record CertifiedNames(Set<String> hosts, Set<InetAddress> addresses) {

    CertifiedNames {
        hosts = new LinkedHashSet<>(hosts);
        addresses = new LinkedHashSet<>(addresses);
    }

    /** This machine under all of its names and addresses, as it is now. */
    static CertifiedNames ofThisMachine(HostNames names) {
        List<InetAddress> own = NetworkAddresses.ofThisMachine();
        Stream<InetAddress> loopback = Stream.of(NetworkAddresses.IPV4_LOOPBACK, NetworkAddresses.IPV6_LOOPBACK);
        return new CertifiedNames(
                new LinkedHashSet<>(Stream.concat(Stream.of("localhost"), names.names().stream())
                        .toList()),
                new LinkedHashSet<>(Stream.concat(loopback, own.stream()).toList()));
    }

    /** What a certificate says. */
    static CertifiedNames of(X509Certificate certificate) {
        Set<String> hosts = new LinkedHashSet<>();
        Set<InetAddress> addresses = new LinkedHashSet<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0).equals(GeneralName.dNSName)) {
                    hosts.add(String.valueOf(name.get(1)));
                } else if (name.get(0).equals(GeneralName.iPAddress)) {
                    // Numeric: no name server is asked.
                    addresses.add(InetAddress.getByName(String.valueOf(name.get(1))));
                }
            }
        } catch (CertificateParsingException | UnknownHostException e) {
            // Of what cannot be read, nothing is certified.
            return new CertifiedNames(Set.of(), Set.of());
        }
        return new CertifiedNames(hosts, addresses);
    }

    /** Whether all of the other ones are among these. */
    boolean include(CertifiedNames other) {
        return hosts.containsAll(other.hosts()) && addresses.containsAll(other.addresses());
    }

    /** Those of them that are chosen, in the form that certificates have them in. */
    CertifiedNames only(Predicate<GeneralName> chosen) {
        return new CertifiedNames(
                hosts.stream().filter(host -> chosen.test(general(host))).collect(inOrder()),
                addresses.stream()
                        .filter(address -> chosen.test(general(address)))
                        .collect(inOrder()));
    }

    private static <T> Collector<T, ?, Set<T>> inOrder() {
        return Collectors.toCollection(LinkedHashSet::new);
    }

    private static GeneralName general(String host) {
        return new GeneralName(GeneralName.dNSName, host);
    }

    private static GeneralName general(InetAddress address) {
        return new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress()));
    }

    GeneralNames toExtension() {
        return new GeneralNames(Stream.concat(
                        hosts.stream().map(CertifiedNames::general),
                        addresses.stream().map(CertifiedNames::general))
                .toArray(GeneralName[]::new));
    }
}
