using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>How a <see cref="ClaudeBinaryManager"/> finds the client. Immutable and thread-safe.</summary>
public sealed record ClaudeBinaryOptions
{
    /// <summary>The path of the client; <see langword="null"/> (the default) to search for it. If it is given nothing else is tried.</summary>
    public string? Path { get; init; }

    /// <summary>The folder from which installations local to a project are searched for, upwards; <see langword="null"/> (the default) for the current folder.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>How long the client may take to tell its version; 1 s to 5 min, 30 s by default.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        var errors = new List<string>();
        if (Path is not null && string.IsNullOrWhiteSpace(Path))
        {
            errors.Add("Path is empty; give the path of the client, or null to search for it.");
        }

        if (AnswerTimeout < TimeSpan.FromSeconds(1) || AnswerTimeout > TimeSpan.FromMinutes(5))
        {
            errors.Add(FormattableString.Invariant($"AnswerTimeout is {AnswerTimeout}; it must lie between 1 second and 5 minutes."));
        }

        if (TimeProvider is null)
        {
            errors.Add("TimeProvider is null; leave it out for the system's clock.");
        }

        if (errors.Count > 0)
        {
            throw new InvalidOptionsException(nameof(ClaudeBinaryOptions), errors);
        }
    }
}
