namespace Shannon.Analytics.Evaluation;

internal static class M4Command
{
    internal static int Run(EvaluationArguments arguments)
    {
        Console.Error.WriteLine($"There is no forecaster yet to run over {arguments.Data}.");
        return 1;
    }
}
