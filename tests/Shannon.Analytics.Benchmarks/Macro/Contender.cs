namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>
/// One side of a comparison, made anew for every round with an empty folder of its own.
/// The order is: constructor and <see cref="SetUpAsync"/> (untimed), <see cref="RunAsync"/> (timed),
/// <see cref="AnswerAsync"/> (untimed), <see cref="DisposeAsync"/> (untimed).
/// </summary>
/// <remarks>
/// What the host's code would own anyway (its arrays, its row objects, an open store) belongs in the set-up;
/// everything the library does with it until the result is final (durable, if it writes) belongs in the run.
/// </remarks>
internal abstract class Contender : IAsyncDisposable
{
    /// <summary>How many operations (rows, calls, commits) one timed run performs.</summary>
    public abstract long Operations { get; }

    /// <summary>Asynchronous part of the untimed set-up; a contender without one does it in its constructor.</summary>
    public virtual ValueTask SetUpAsync() => ValueTask.CompletedTask;

    /// <summary>The timed part.</summary>
    public abstract ValueTask RunAsync();

    /// <summary>
    /// What came out, read back from the contender itself: compared with the expected answer of the experiment.
    /// Empty when there is nothing to compare; a contender with an answer of its own kind verifies it here and throws
    /// <see cref="WrongAnswerException"/>.
    /// </summary>
    public virtual ValueTask<double[]> AnswerAsync() => ValueTask.FromResult<double[]>([]);

    /// <summary>Bytes of the files that hold its rows, if they do not lie in its own folder.</summary>
    public virtual long? FileBytes => null;

    /// <summary>Most memory that a process of its own had at any time; 0 if it ran in this one.</summary>
    public virtual long PeakBytes => 0;

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
