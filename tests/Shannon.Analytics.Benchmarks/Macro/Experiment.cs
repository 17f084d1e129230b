namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>
/// Contenders that do the same work on the same data, run interleaved, and the figures drawn from their medians.
/// </summary>
internal abstract class Experiment
{
    /// <summary>Unique name.</summary>
    public abstract string Name { get; }

    /// <summary>What is done, in one line.</summary>
    public abstract string Description { get; }

    /// <summary>The number of the contenders' table.</summary>
    public abstract Measure Measure { get; }

    /// <summary>Whether <c>--rows</c> changes the work.</summary>
    public abstract bool DependsOnRows { get; }

    /// <summary>All contenders, in the order of a round.</summary>
    public abstract IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <summary>All figures.</summary>
    public abstract IReadOnlyList<Figure> Figures { get; }

    /// <summary>The answer every contender that gives one must give; <see langword="null"/> = that of the first contender.</summary>
    public virtual double[]? ExpectedAnswer => null;

    /// <summary>Allowed relative difference between answers.</summary>
    public virtual double AnswerTolerance => 1e-9;

    /// <summary>Whether a contender runs at this size.</summary>
    public virtual bool TakesPart(ContenderEntry contender, int rows) => true;

    /// <summary>Makes the input once, before all rounds.</summary>
    public virtual void Prepare(int rows)
    {
    }

    /// <summary>Makes the input once, before all rounds, where that takes waiting.</summary>
    public virtual ValueTask PrepareAsync(int rows)
    {
        Prepare(rows);
        return ValueTask.CompletedTask;
    }

    /// <summary>Lets the input go.</summary>
    public virtual void Release()
    {
    }
}
