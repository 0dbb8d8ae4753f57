/** Journals of bulk jobs: {@link io.github.sailpat.reactive.journal.FileBulkJournal} is a file. */
@NullMarked
package io.github.sailpat.reactive.journal;

import org.jspecify.annotations.NullMarked;
