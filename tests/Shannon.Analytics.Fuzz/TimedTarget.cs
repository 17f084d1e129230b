using System.Diagnostics;
using Shannon.Analytics.Fuzz.Targets;

namespace Shannon.Analytics.Fuzz;

/// <summary>
/// Runs a target and fails inputs that take too long. The limit is some thousand times what the largest input needs, so that a busy machine is no
/// fault, and growth with the square of the input is one.
/// </summary>
internal sealed class TimedTarget(Func<IFuzzTarget> create) : IFuzzTarget
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private IFuzzTarget? _target;

    /// <summary>When the current input began, as a timestamp of <see cref="Stopwatch"/>; 0 between inputs.</summary>
    internal long Began;

    public void Run(byte[] input)
    {
        // Made here: instrumented code must not run before the fuzzer has mapped its memory. The first input also pays for compiling.
        bool isFirst = _target is null;
        _target ??= create();
        long began = Stopwatch.GetTimestamp();
        Volatile.Write(ref Began, began);
        try
        {
            _target.Run(input);
        }
        finally
        {
            Volatile.Write(ref Began, 0);
        }

        if (!isFirst && Stopwatch.GetElapsedTime(began) is var elapsed && elapsed > Limit)
        {
            throw new FuzzFailure(FormattableString.Invariant($"An input of {input.Length} bytes took {elapsed.TotalSeconds:F1} s; allowed are {Limit.TotalSeconds} s."));
        }
    }
}
