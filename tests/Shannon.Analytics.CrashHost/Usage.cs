namespace Shannon.Analytics.CrashHost;

internal static class Usage
{
    internal const int WrongUsage = 2;

    internal static int Print()
    {
        Console.Error.WriteLine(
            """
            usage:
              write PATH LEDGER SEED [--seconds N] [--tolerate | --die-on-failure] [--writes-only] [--encrypt]
                  writes until it is killed (or N seconds long) and appends a line to LEDGER after each acknowledged write;
                  with --tolerate a failing write is noted in the ledger and the writer goes on;
                  with --die-on-failure it kills itself right after having noted it;
                  with --writes-only it reads nothing, so that its one connection is all there is;
                  with --encrypt the file is encrypted and compressed
              verify PATH LEDGER...
                  checks the database against what was acknowledged; prints one JSON object; exit code 1 if anything is wrong
              powercut JOURNAL PATH LEDGER SEED CUTS [--ignore-syncs]
                  plays CUTS power cuts over a run recorded with tests/powerloss/record.c, and verifies each;
                  with --ignore-syncs as if the writer had never synced, which must lose something
              open PATH GATE
                  opens PATH as soon as the file GATE exists, stores one record and prints its id
              audit PATH GATE COUNT
                  opens PATH encrypted as soon as the file GATE exists, and appends COUNT keyed entries to its audit log
              golden PATH
                  writes the golden database of this schema version to PATH, and what it holds beside it as .jsonl; once per version
              budget PATH AMOUNT
                  prints 'ready', waits for a line, then sets aside AMOUNT again and again: a line 'granted' each time, and 'blocked' at the end
              serve PATH
                  answers the lines 'count', 'append N' and 'close' on standard input
            """);
        return WrongUsage;
    }
}
