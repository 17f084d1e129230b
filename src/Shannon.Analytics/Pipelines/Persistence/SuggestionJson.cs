using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Pipelines.Persistence;

/// <summary>Suggestions as JSON.</summary>
internal static class SuggestionJson
{
    internal static string Write(PipelineSuggestion suggestion) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("kind", JsonText.Word(suggestion.Kind));
        writer.WriteString("stage", suggestion.Stage);
        writer.WriteString("suggestion", suggestion.Suggestion);
        writer.WriteString("reason", suggestion.Reason);
        writer.WriteNumber("estimated_gain", suggestion.EstimatedGain);
        if (suggestion.Patch is { } patch)
        {
            writer.WriteStartObject("patch");
            writer.WriteString("kind", JsonText.Word(patch.Kind));
            writer.WriteString("stage", patch.Stage);
            if (patch.Before is { } before)
            {
                writer.WriteString("before", before);
            }

            if (patch.Replacement is { } replacement)
            {
                writer.WritePropertyName("replacement");
                StageJson.Write(writer, replacement);
            }

            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("patch");
        }

        writer.WriteEndObject();
    });
}
