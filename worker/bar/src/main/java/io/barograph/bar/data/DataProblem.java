package io.barograph.bar.data;

/**
 * One thing that is wrong with some input data.
 *
 * @param place the file, folder or value that is wrong
 * @param problem what is wrong with it
 * @param fix what to do about it
 * @param missing whether it is not there at all
 */
public record DataProblem(String place, String problem, String fix, boolean missing) {
    DataProblem(String place, String problem, String fix) {
        this(place, problem, fix, false);
    }

    @Override
    public String toString() {
        return place + ": " + problem + "; " + fix;
    }
}
