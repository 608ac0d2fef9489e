package io.barograph.cli;

import io.barograph.server.access.NewToken;
import io.barograph.server.access.StoredToken;
import io.barograph.server.access.TokenRequest;
import java.util.List;

/** The tokens of a cluster, in its database or by HTTP. Calls wait for their answer, and throw {@link CliException}. */
interface TokenAccess extends AutoCloseable {
    NewToken create(TokenRequest request);

    List<StoredToken> all();

    /**
     * Takes back a token by its id, or all of a name.
     *
     * @return at least one; throws USAGE if no valid one is meant
     */
    List<StoredToken> revoke(String idOrName);

    @Override
    void close();
}
