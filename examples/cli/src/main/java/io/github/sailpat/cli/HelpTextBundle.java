package io.github.sailpat.cli;

import io.github.sailpat.token.ApiVersion;
import java.util.Arrays;
import java.util.ListResourceBundle;
import java.util.stream.Collectors;

/** The parts of the help that follow from the API versions: {@code ${bundle:KEY}} in a description. */
final class HelpTextBundle extends ListResourceBundle {
    @Override
    protected Object[][] getContents() {
        String neverExpiring = Arrays.stream(ApiVersion.values())
                .filter(ApiVersion::canNeverExpire)
                .map(ApiVersion::getLabel)
                .collect(Collectors.joining(", "));
        return new Object[][] {{"never-expiring", neverExpiring}};
    }
}
