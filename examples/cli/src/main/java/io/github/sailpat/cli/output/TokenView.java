package io.github.sailpat.cli.output;

import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.token.TokenField;
import java.util.List;

/**
 * What is shown of a token, and where.
 *
 * @param fields the fields in their order; empty for those that a format has by itself
 * @param rawCsv whether CSV has the data exactly as it is
 * @param screen where tables are read
 */
public record TokenView(List<TokenField> fields, boolean rawCsv, Screen screen) {}
