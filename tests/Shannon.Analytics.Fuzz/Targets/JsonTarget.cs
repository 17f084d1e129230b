using System.Text;
using System.Text.Json;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Fuzz.Targets;

/// <summary>Metrics as JSON: read, checked, and if they are sound, written and read again.</summary>
internal sealed class JsonTarget : IFuzzTarget
{
    public void Run(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        MetricInput metric;
        try
        {
            _ = text.StartsWith('[') ? MetricJson.ParseList(text) : [];
            metric = MetricJson.Parse(text);
            MetricValidator.Validate(metric, null);
        }
        catch (Exception error) when (error is JsonException or MetricValidationException)
        {
            return;
        }

        // What was read must be readable again.
        MetricValidator.Validate(MetricJson.Parse(MetricJson.Write(metric)), null);
    }
}
