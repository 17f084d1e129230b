namespace Shannon.Analytics.Fuzz;

internal static class Usage
{
    internal static int Print()
    {
        Console.Error.WriteLine($"""
            fuzz TARGET                  under afl-fuzz, which tests/fuzz.sh starts
            replay TARGET FILE...        runs inputs that were found, one after the other
            smoke TARGET SECONDS SEED    mutates the seeds without afl-fuzz
            block-seeds FOLDER           writes the seeds of the target block anew
            Targets: {string.Join(", ", FuzzTargets.Names)}
            """);
        return 2;
    }
}
