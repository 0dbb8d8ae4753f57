package io.github.sailpat.webflux;

import io.github.sailpat.error.SailPointException;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers with a problem where the library fails or refuses. */
@RestControllerAdvice
class ProblemAdvice {
    @ExceptionHandler({SailPointException.class, IllegalArgumentException.class})
    ProblemDetail problem(RuntimeException error) {
        return Problems.of(error);
    }
}
