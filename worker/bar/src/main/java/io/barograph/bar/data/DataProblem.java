package io.barograph.bar.data;

/**
 * One thing that is wrong with some input data.
 *
 * @param place the file, folder or value that is wrong
 * @param problem what is wrong with it
 * @param fix what to do about it
 */
public record DataProblem(String place, String problem, String fix) {
    @Override
    public String toString() {
        return place + ": " + problem + "; " + fix;
    }
}
