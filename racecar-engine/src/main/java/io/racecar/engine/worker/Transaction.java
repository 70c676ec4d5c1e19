package io.racecar.engine.worker;

/** What handlings are part of: the worker's transaction (P3), or nothing. Any thread. */
interface Transaction {
    /** At least once: each message for itself. */
    Transaction NONE = new Transaction() {
        @Override
        public boolean isAtomic() {
            return false;
        }

        @Override
        public int admit(int messages) {
            return messages;
        }

        @Override
        public void giveBack(int messages) {}

        @Override
        public boolean blames(boolean leftTraces) {
            return true;
        }

        @Override
        public void rested() {}

        @Override
        public void whenCommitted(Runnable task) {
            task.run();
        }
    };

    /** Whether what is finished may come undone, along with all that was produced. */
    boolean isAtomic();

    /** How many of so many messages may be started now. */
    int admit(int messages);

    /** So many of those have not been started. */
    void giveBack(int messages);

    /**
     * A handling has failed.
     *
     * @param leftTraces whether something that it produced is in the transaction, which can then only be aborted
     * @return whether its failure counts, and is not, perhaps, only that of the transaction
     */
    boolean blames(boolean leftTraces);

    /** A handler has ended, or the last of its outputs has been acknowledged. */
    void rested();

    /** Does that when nothing can come undone any more; not at all if it does. */
    void whenCommitted(Runnable task);
}
