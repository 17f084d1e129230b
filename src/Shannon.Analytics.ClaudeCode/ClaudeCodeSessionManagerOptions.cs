using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>How a <see cref="ClaudeCodeSessionManager"/> runs sessions. Immutable and thread-safe.</summary>
public sealed record ClaudeCodeSessionManagerOptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>How long processes live; <see cref="ClaudeProcessMode.PerPrompt"/> by default.</summary>
    public ClaudeProcessMode Mode { get; init; }

    /// <summary>The model of sessions that name none; <see langword="null"/> (the default) for the client's own default.</summary>
    public string? Model { get; init; }

    /// <summary>The folder of sessions whose project is no folder; <see langword="null"/> (the default) for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Further arguments of the client, such as <c>--allowedTools</c> and its value; none by default.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables that the client gets beside those of this process; a <see langword="null"/> value takes one away. None by default.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>How long a prompt may take; above 0 up to 7 days, 30 minutes by default; <see langword="null"/> for no limit.</summary>
    public TimeSpan? PromptTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the client may say nothing during a prompt; above 0 up to 7 days, 10 minutes by default; <see langword="null"/> for no limit. A long-running tool is silence, too.</summary>
    public TimeSpan? IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a client that is asked to end may take before it is killed with all it started; 0 to 5 minutes, 3 s by default.</summary>
    public TimeSpan StopGracePeriod { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How often a session records what its client and all it started use, as <c>resource_usage</c>, while it runs; once more when a prompt ends. 1 second to 1 day,
    /// 60 s by default; <see langword="null"/> for never. See <see cref="Resources.ProcessTreeSampler"/>.
    /// </summary>
    public TimeSpan? ResourceInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many processes run at once; further prompts wait. 1 to 10,000, 32 by default; a client takes 200 to 300 MB.</summary>
    public int MaxProcesses { get; init; } = 32;

    /// <summary>Lines of output longer than this many bytes are passed over and counted; 1,024 to 2,000,000,000, 256 MB by default. Memory does not grow with it.</summary>
    public int MaxLineBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Whom to ask before each prompt, in order; none by default.</summary>
    public IReadOnlyList<IPromptGuard> Guards { get; init; } = [];

    /// <summary>The prices that the cost of responses is computed with; <see cref="PriceBook.Default"/> by default.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Default;

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        var errors = new List<string>();
        CheckOptional(errors, nameof(PromptTimeout), PromptTimeout, TimeSpan.FromMilliseconds(1), Longest);
        CheckOptional(errors, nameof(IdleTimeout), IdleTimeout, TimeSpan.FromMilliseconds(1), Longest);
        CheckOptional(errors, nameof(ResourceInterval), ResourceInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        CheckRange(errors, nameof(StopGracePeriod), StopGracePeriod, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        CheckRange(errors, nameof(MaxProcesses), MaxProcesses, 1, 10_000);
        CheckRange(errors, nameof(MaxLineBytes), MaxLineBytes, 1024, 2_000_000_000);
        if (!Enum.IsDefined(Mode))
        {
            errors.Add(FormattableString.Invariant($"Mode is {(int)Mode}; use PerPrompt or LongLived."));
        }

        if (Arguments is null || Environment is null || Guards is null || Prices is null || TimeProvider is null)
        {
            errors.Add("Arguments, Environment, Guards, Prices or TimeProvider is null; leave it out for the default.");
        }

        if (WorkingDirectory is not null && !Directory.Exists(WorkingDirectory))
        {
            errors.Add("WorkingDirectory does not exist; give a folder, or null for the current one.");
        }

        if (errors.Count > 0)
        {
            throw new InvalidOptionsException(nameof(ClaudeCodeSessionManagerOptions), errors);
        }
    }

    private static void CheckOptional(List<string> errors, string name, TimeSpan? value, TimeSpan minimum, TimeSpan maximum)
    {
        if (value is { } time)
        {
            CheckRange(errors, name, time, minimum, maximum);
        }
    }

    private static void CheckRange<T>(List<string> errors, string name, T value, T minimum, T maximum)
        where T : IComparable<T>
    {
        if (value.CompareTo(minimum) < 0 || value.CompareTo(maximum) > 0)
        {
            errors.Add(FormattableString.Invariant($"{name} is {value}; it must lie between {minimum} and {maximum}."));
        }
    }
}
