namespace Shannon.Analytics.CrashHost;

internal static class Usage
{
    internal const int WrongUsage = 2;

    internal static int Print()
    {
        Console.Error.WriteLine(
            """
            usage:
              write PATH LEDGER SEED [--seconds N] [--tolerate | --die-on-failure]
                  writes until it is killed (or N seconds long) and appends a line to LEDGER after each acknowledged write;
                  with --tolerate a failing write is noted in the ledger and the writer goes on;
                  with --die-on-failure it kills itself right after having noted it
              verify PATH LEDGER...
                  checks the database against what was acknowledged; prints one JSON object; exit code 1 if anything is wrong
              open PATH GATE
                  opens PATH as soon as the file GATE exists, stores one record and prints its id
              serve PATH
                  answers the lines 'count', 'append N' and 'close' on standard input
            """);
        return WrongUsage;
    }
}
