namespace Shannon.Analytics.Evaluation;

/// <summary>Writes an anomaly score for every point of the Numenta Anomaly Benchmark.</summary>
internal static class NabCommand
{
    internal static int Run(EvaluationArguments arguments)
    {
        Console.Error.WriteLine($"There is no detector yet to run over {Path.Combine(arguments.Data, "nab")}.");
        return 1;
    }
}
