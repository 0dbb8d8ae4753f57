package io.github.sailpat.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.github.sailpat.cli.screen.Printable;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;

/** An event as one line, whatever its message contains, with the stack trace below it. */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        LocalTime time = LocalTime.ofInstant(event.getInstant(), ZoneId.systemDefault());
        IThrowableProxy error = event.getThrowableProxy();
        String line = String.format(
                Locale.ROOT,
                "%tT.%tL %-5s %s - %s%n%s",
                time,
                time,
                event.getLevel(),
                event.getLoggerName(),
                Printable.plain(event.getFormattedMessage()),
                error == null ? "" : ThrowableProxyUtil.asString(error));
        return line.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
