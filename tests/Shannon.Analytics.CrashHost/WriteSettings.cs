using System.Globalization;

namespace Shannon.Analytics.CrashHost;

/// <summary>How long to write, and what a failing write leads to: the end with an error, going on, or sudden death; whether nothing is read, so that one connection is all there is; and whether the file is encrypted and compressed.</summary>
internal sealed record WriteSettings(TimeSpan Duration, bool Tolerate, bool DieOnFailure, bool WritesOnly, bool Encrypt)
{
    internal static WriteSettings Parse(string[] arguments)
    {
        var settings = new WriteSettings(Timeout.InfiniteTimeSpan, Tolerate: false, DieOnFailure: false, WritesOnly: false, Encrypt: false);
        for (int i = 0; i < arguments.Length; i++)
        {
            settings = arguments[i] switch
            {
                "--seconds" => settings with { Duration = TimeSpan.FromSeconds(double.Parse(arguments[++i], CultureInfo.InvariantCulture)) },
                "--tolerate" => settings with { Tolerate = true },
                "--die-on-failure" => settings with { DieOnFailure = true },
                "--writes-only" => settings with { WritesOnly = true },
                "--encrypt" => settings with { Encrypt = true },
                _ => throw new ArgumentException($"Unknown option '{arguments[i]}'; known are --seconds N, --tolerate, --die-on-failure, --writes-only and --encrypt."),
            };
        }

        return settings;
    }
}
