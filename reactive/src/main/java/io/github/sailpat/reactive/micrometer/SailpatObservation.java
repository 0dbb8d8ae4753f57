package io.github.sailpat.reactive.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations and their keys. */
public enum SailpatObservation implements ObservationDocumentation {
    /** A whole operation: its waits, its attempts, and what lies between them. */
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
    /** One request of an operation: getting a bearer and a connection, sending, and reading the answer. */
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
        /** Whose it is. */
        CLIENT("client"),
        /** By its name in the API. */
        OPERATION("operation"),
        /** The API version. */
        API_VERSION("api.version"),
        /** How many attempts were begun: {@code 0}, {@code 1}, {@code 2}, {@code 3} or {@code 4+}. */
        ATTEMPTS("attempts"),
        /** {@code success}, {@code error} or {@code cancelled}. */
        OUTCOME("outcome"),
        /** The simple name of the error's class, or {@code none}. */
        EXCEPTION("exception");

        private final String key;

        OperationKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** The keys of an attempt. */
    public enum AttemptKey implements KeyName {
        /** Whose it is. */
        CLIENT("client"),
        /** By its name in the API. */
        OPERATION("operation"),
        /** The API version. */
        API_VERSION("api.version"),
        /** The HTTP method. */
        METHOD("method"),
        /** The URI template: never an id, never a query. */
        URI("uri"),
        /** The HTTP status, or {@code none} without an answer. */
        STATUS("status"),
        /** {@code success}, {@code error} or {@code cancelled}. */
        OUTCOME("outcome"),
        /** The simple name of the error's class, or {@code none}. */
        EXCEPTION("exception");

        private final String key;

        AttemptKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** The keys of an attempt that are for traces only. */
    public enum AttemptDetailKey implements KeyName {
        /** What SailPoint's support asks for; absent where the answer had none. */
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
