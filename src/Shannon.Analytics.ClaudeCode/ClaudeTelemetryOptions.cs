using System.Globalization;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode;

/// <summary>How a <see cref="ClaudeTelemetryImporter"/> works. Immutable and thread-safe.</summary>
public sealed record ClaudeTelemetryOptions
{
    /// <summary>
    /// The attributes that name the user, the first one that is there counts; <c>enduser.id</c>, <c>user.email</c>, <c>user.account_uuid</c>, <c>user.id</c> by default.
    /// A session that <see cref="ClaudeCodeSessionManager"/> runs sends its user as <c>enduser.id</c>; <c>user.id</c> is an anonymous id of the installation.
    /// </summary>
    public IReadOnlyList<string> UserAttributes { get; init; } = ["enduser.id", "user.email", "user.account_uuid", "user.id"];

    /// <summary>The attributes that name the project, the first one that is there counts; <c>shannon.project</c> by default, which sessions of <see cref="ClaudeCodeSessionManager"/> send.</summary>
    public IReadOnlyList<string> ProjectAttributes { get; init; } = ["shannon.project"];

    /// <summary>The prices that reported costs are compared with; <see cref="PriceBook.Default"/> by default. Give all importers and sessions of a store the same.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Default;

    /// <summary>Which cost counts; <see cref="CostMode.Auto"/> by default: the one that Claude Code reports.</summary>
    public CostMode CostMode { get; init; } = CostMode.Auto;

    /// <summary>Whether payloads tell of the past, such as ones that were kept in files: then neither streams, real-time statistics nor alerts see them. False by default.</summary>
    public bool IsHistory { get; init; }

    /// <summary>The longest payload in bytes; 1,024 to 1,000,000,000, 64 MB by default.</summary>
    public int MaxPayloadBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Throws if an option is out of range.</summary>
    /// <exception cref="InvalidOptionsException">Names every option that is.</exception>
    internal void Validate()
    {
        var errors = new List<string>();
        if (UserAttributes is null || ProjectAttributes is null || Prices is null)
        {
            errors.Add("UserAttributes, ProjectAttributes or Prices is null; leave it out for the default.");
        }

        if (CostMode is < CostMode.Auto or > CostMode.Display)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"CostMode is {(int)CostMode}; use Auto, Calculate or Display."));
        }

        if (MaxPayloadBytes is < 1024 or > 1_000_000_000)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"MaxPayloadBytes is {MaxPayloadBytes}; allowed are 1024 to 1000000000."));
        }

        if (errors.Count > 0)
        {
            throw new InvalidOptionsException(nameof(ClaudeTelemetryOptions), errors);
        }
    }
}
