package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A name server on port 53 of loopback, which knows one address: its own. */
final class LoopbackNameServer implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int TYPE_A = 1;

    private final DatagramSocket socket;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    /** Of the names that it answers; it drops the queries for others. */
    private volatile Predicate<String> answered = name -> true;

    LoopbackNameServer() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53));
        RawServer.daemon(this::serve);
    }

    void answer(Predicate<String> names) {
        answered = names;
        asked.clear();
    }

    /** The names that were asked for, of those that begin with a host. */
    List<String> asked(String host) {
        return asked.stream().filter(name -> name.startsWith(host)).distinct().toList();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                answer(packet);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void answer(DatagramPacket query) throws IOException {
        byte[] data = query.getData();
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        for (int length = data[at++]; length > 0; length = data[at++]) {
            name.append(name.length() == 0 ? "" : ".").append(new String(data, at, length, ISO_8859_1));
            at += length;
        }
        int type = data[at] << 8 | data[at + 1];
        int end = at + 4;
        asked.add(name.toString());
        if (!answered.test(name.toString())) {
            return;
        }
        boolean address = type == TYPE_A;
        ByteBuffer response = ByteBuffer.allocate(end + 16);
        response.put(data, 0, 2)
                .putShort((short) 0x8180)
                .putShort((short) 1)
                .putShort((short) (address ? 1 : 0))
                .putInt(0)
                .put(data, HEADER, end - HEADER);
        if (address) {
            response.putShort((short) 0xC00C)
                    .putShort((short) TYPE_A)
                    .putShort((short) 1)
                    .putInt(0)
                    .putShort((short) 4)
                    .put(InetAddress.getLoopbackAddress().getAddress());
        }
        socket.send(new DatagramPacket(response.array(), response.position(), query.getSocketAddress()));
    }

    @Override
    public void close() {
        socket.close();
    }
}
