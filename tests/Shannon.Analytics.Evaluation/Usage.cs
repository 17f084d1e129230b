namespace Shannon.Analytics.Evaluation;

internal static class Usage
{
    internal static int Print()
    {
        Console.Error.WriteLine("""
            usage: Shannon.Analytics.Evaluation nab|m4|nn5 [--data DIR] [--out DIR]
              nab   anomaly scores of the Numenta Anomaly Benchmark: OUT/<category>/<file>.csv
              m4    forecasts of the M4 frequencies that are there: OUT/m4_<frequency>_point.csv, _lower.csv, _upper.csv
              nn5   forecasts of NN5: OUT/nn5_point.csv, nn5_lower.csv, nn5_upper.csv, and a table by days of history on the screen
            DIR of the data is ../shared/data beside the repository by default, of the output artifacts/evaluation.
            """);
        return 2;
    }
}
