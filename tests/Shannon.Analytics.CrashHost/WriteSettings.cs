using System.Globalization;

namespace Shannon.Analytics.CrashHost;

/// <summary>How long to write, and whether to go on after a failing write.</summary>
internal sealed record WriteSettings(TimeSpan Duration, bool Tolerate)
{
    internal static WriteSettings Parse(string[] arguments)
    {
        var settings = new WriteSettings(Timeout.InfiniteTimeSpan, Tolerate: false);
        for (int i = 0; i < arguments.Length; i++)
        {
            settings = arguments[i] switch
            {
                "--seconds" => settings with { Duration = TimeSpan.FromSeconds(double.Parse(arguments[++i], CultureInfo.InvariantCulture)) },
                "--tolerate" => settings with { Tolerate = true },
                _ => throw new ArgumentException($"Unknown option '{arguments[i]}'; known are --seconds N and --tolerate."),
            };
        }

        return settings;
    }
}
