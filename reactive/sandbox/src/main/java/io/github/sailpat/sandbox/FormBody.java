package io.github.sailpat.sandbox;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form: {@code application/x-www-form-urlencoded}, or {@code multipart/form-data} (RFC 7578), in which
 * parts that are files are left out. In memory, of a body that the {@link RequestHandler} has bounded.
 */
final class FormBody {
    private static final int MAX_FIELDS = 16;

    private final Map<String, List<String>> fields = new HashMap<>();

    private FormBody() {}

    static boolean isForm(@Nullable String contentType) {
        return MediaTypes.matches(contentType, "application/x-www-form-urlencoded")
                || MediaTypes.matches(contentType, "multipart/form-data");
    }

    /**
     * Reads a form.
     *
     * @throws IllegalArgumentException if the body is no such form, or has too many fields
     */
    static FormBody read(String contentType, byte[] body) {
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        HttpPostRequestDecoder decoder = null;
        try {
            decoder = new HttpPostRequestDecoder(
                    new DefaultHttpDataFactory(false), request, StandardCharsets.UTF_8, MAX_FIELDS, body.length + 1);
            FormBody form = new FormBody();
            for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
                if (data instanceof Attribute field) {
                    form.fields
                            .computeIfAbsent(field.getName(), name -> new ArrayList<>())
                            .add(field.getValue());
                }
            }
            return form;
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException
                | HttpPostRequestDecoder.TooManyFormFieldsException
                | HttpPostRequestDecoder.TooLongFormFieldException e) {
            throw new IllegalArgumentException("The form is not well-formed.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }

    /** The value of a field, or {@code null} unless there is exactly one. */
    @Nullable
    String single(String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : null;
    }
}
