package io.racecar.engine.worker;

/** Keeps what a loop tells its worker. */
final class WorkerNotes implements WorkerListener {
    private Throwable fatal;
    private boolean stuck;
    private int joins;
    private int skips;
    private long retired;

    @Override
    public void joined() {
        joins++;
    }

    @Override
    public void stuck(boolean now) {
        stuck = now;
    }

    @Override
    public void fatal(Throwable error) {
        fatal = error;
    }

    @Override
    public void retired(long handled) {
        retired += handled;
    }

    @Override
    public void skipped() {
        skips++;
    }

    Throwable fatal() {
        return fatal;
    }

    boolean isStuck() {
        return stuck;
    }

    int joins() {
        return joins;
    }

    int skips() {
        return skips;
    }

    long retiredMessages() {
        return retired;
    }
}
