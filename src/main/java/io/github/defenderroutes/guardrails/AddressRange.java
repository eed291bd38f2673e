package io.github.defenderroutes.guardrails;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses from the first to the last, both of one family. Never asks a name server. */
record AddressRange(int bytes, BigInteger first, BigInteger last) {
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /**
     * @param written an address, {@code 10.0.0.0/8}, or {@code 10.0.0.1-10.0.0.9}
     * @throws IllegalArgumentException with problem and remedy
     */
    static AddressRange of(String written) {
        int slash = written.indexOf('/');
        int dash = written.indexOf('-');
        if (slash >= 0) {
            return block(address(written.substring(0, slash)), written.substring(slash + 1));
        }
        if (dash < 0) {
            return address(written);
        }
        AddressRange from = address(written.substring(0, dash).strip());
        AddressRange to = address(written.substring(dash + 1).strip());
        if (from.bytes != to.bytes) {
            throw new IllegalArgumentException(
                    "begins in IPv4 and ends in IPv6, or the other way round. " + "To fix: write two ranges.");
        }
        if (from.first.compareTo(to.first) > 0) {
            throw new IllegalArgumentException("ends before it begins. To fix: write the lower address first.");
        }
        return new AddressRange(from.bytes, from.first, to.first);
    }

    private static AddressRange block(AddressRange base, String length) {
        int bits = base.bytes * 8;
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits) {
            throw new IllegalArgumentException(
                    "has no length we can use. To fix: end it with / and a number from 0 to %d.".formatted(bits));
        }
        BigInteger rest =
                BigInteger.ONE.shiftLeft(bits - Integer.parseInt(length)).subtract(BigInteger.ONE);
        BigInteger first = base.first.andNot(rest);
        if (!first.equals(base.first)) {
            throw new IllegalArgumentException("is an address inside the range. To fix: write %s/%s, its first address."
                    .formatted(text(first, base.bytes), length));
        }
        return new AddressRange(base.bytes, first, first.or(rest));
    }

    private static AddressRange address(String written) {
        return read(written)
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "is no IP address or range. To fix: write 10.0.0.7, 10.0.0.0/8, 10.0.0.1-10.0.0.9 or fd00::/8."));
    }

    /** An address; empty if that is none. */
    static Optional<AddressRange> read(String written) {
        String text = written.strip().replaceFirst("%.*", ""); // an address of IPv6 may name its network card
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            byte[] address = InetAddress.getByName(text).getAddress();
            BigInteger number = new BigInteger(1, address);
            return Optional.of(new AddressRange(address.length, number, number));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(AddressRange other) {
        return other.bytes == bytes && first.compareTo(other.first) <= 0 && last.compareTo(other.last) >= 0;
    }

    private static String text(BigInteger number, int bytes) {
        byte[] address = new byte[bytes];
        byte[] digits = number.toByteArray();
        int length = Math.min(digits.length, bytes);
        System.arraycopy(digits, digits.length - length, address, bytes - length, length);
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 4 and 16 bytes are always an address
        }
    }
}
