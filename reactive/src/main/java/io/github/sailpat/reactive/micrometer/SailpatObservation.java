package io.github.sailpat.reactive.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations and their keys. */
public enum SailpatObservation implements ObservationDocumentation {
    /** An operation, with all its attempts and waits. */
    OPERATION {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultOperationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return OperationKey.values();
        }
    },
    /** One attempt: getting an access token and a connection, sending the request, and reading the response. */
    ATTEMPT {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultAttemptConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return AttemptKey.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return AttemptDetailKey.values();
        }
    };

    /** The keys of an operation. */
    public enum OperationKey implements KeyName {
        /** The name of the client. */
        CLIENT("client"),
        /** The name of the operation in the API. */
        OPERATION("operation"),
        /** The API version. */
        API_VERSION("api.version"),
        /** The number of attempts: {@code 0}, {@code 1}, {@code 2}, {@code 3} or {@code 4+}. */
        ATTEMPTS("attempts"),
        /** {@code success}, {@code error}, {@code ended_by_consumer} or {@code cancelled}. */
        OUTCOME("outcome"),
        /** The simple name of the error's class, or {@code none}. */
        ERROR_TYPE("error.type");

        private final String key;

        OperationKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** The keys of an attempt; those of HTTP are named by the semantic conventions of OpenTelemetry. */
    public enum AttemptKey implements KeyName {
        /** The name of the client. */
        CLIENT("client"),
        /** The name of the operation in the API. */
        OPERATION("operation"),
        /** The API version. */
        API_VERSION("api.version"),
        /** The HTTP method. */
        METHOD("http.request.method"),
        /** The host of the tenant. */
        SERVER_ADDRESS("server.address"),
        /** The port of the tenant. */
        SERVER_PORT("server.port"),
        /** The URI template, without id and query. */
        URI("url.template"),
        /** The HTTP status, or {@code none} without a response. */
        STATUS("http.response.status_code"),
        /** {@code success}, {@code error}, {@code ended_by_consumer} or {@code cancelled}. */
        OUTCOME("outcome"),
        /** The simple name of the error's class, or {@code none}. */
        ERROR_TYPE("error.type");

        private final String key;

        AttemptKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** The high-cardinality keys of an attempt, for traces only. */
    public enum AttemptDetailKey implements KeyName {
        /** The tracking id of an error response; absent if it has none. */
        TRACKING_ID("tracking.id");

        private final String key;

        AttemptDetailKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }

        @Override
        public boolean isRequired() {
            return false;
        }
    }
}
