package io.github.sailpat.sandbox;

/**
 * The caller of a request.
 *
 * @param clientId the client id of the access token
 * @param ownerId the identity behind it
 * @param ownerName its display name
 * @param admin whether it may see and change what others own
 */
record Caller(String clientId, String ownerId, String ownerName, boolean admin) {

    boolean mayTouch(SandboxToken token) {
        return admin || token.ownerId().equals(ownerId);
    }
}
