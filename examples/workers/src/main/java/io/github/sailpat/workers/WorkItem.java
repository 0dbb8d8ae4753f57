package io.github.sailpat.workers;

/**
 * One entry of a stream.
 *
 * @param entryId the id of the entry, by which it is acknowledged
 * @param tokenId the token to delete or to rotate
 */
record WorkItem(String entryId, String tokenId) {}
