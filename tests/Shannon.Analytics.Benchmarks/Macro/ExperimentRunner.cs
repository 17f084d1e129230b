using System.Diagnostics;

namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>Runs the contenders of an experiment interleaved: one warm-up each, then A, B, C, A, B, C, …</summary>
internal static class ExperimentRunner
{
    /// <summary>Runs the given contenders of an experiment that is prepared.</summary>
    /// <exception cref="WrongAnswerException">A contender's answer differs from the expected one.</exception>
    public static async Task<IReadOnlyList<ContenderResult>> RunAsync(
        Experiment experiment, IReadOnlyList<ContenderEntry> contenders, int rounds)
    {
        var judge = new AnswerJudge(experiment.ExpectedAnswer, experiment.AnswerTolerance);
        var samples = contenders.ToDictionary(c => c, _ => new List<Sample>(rounds));
        for (int round = -1; round < rounds; round++)
        {
            foreach (ContenderEntry contender in contenders)
            {
                Sample sample = await RunOnceAsync(contender, judge);
                bool warmUp = round < 0;
                if (!warmUp)
                {
                    samples[contender].Add(sample);
                }
            }
        }

        return [.. contenders.Select(c => new ContenderResult(c, samples[c]))];
    }

    private static async Task<Sample> RunOnceAsync(ContenderEntry entry, AnswerJudge judge)
    {
        using var folder = new TempFolder();
        Sample sample;
        long? fileBytes;
        await using (Contender contender = entry.Create(folder.Path))
        {
            await contender.SetUpAsync();
            CollectGarbage();

            long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
            double processorBefore = Environment.CpuUsage.TotalTime.TotalSeconds;
            long started = Stopwatch.GetTimestamp();
            await contender.RunAsync();
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            double processor = Environment.CpuUsage.TotalTime.TotalSeconds - processorBefore;
            long allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;

            judge.Hear(entry.Name, await contender.AnswerAsync());
            sample = new Sample
            {
                Seconds = seconds,
                ProcessorSeconds = processor,
                Operations = contender.Operations,
                AllocatedBytes = allocated,
                FileBytes = 0,
                PeakBytes = contender.PeakBytes,
            };
            fileBytes = contender.FileBytes;
        }

        return sample with { FileBytes = fileBytes ?? folder.FileBytes() };
    }

    // Nobody pays for the garbage of the one before.
    private static void CollectGarbage()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
