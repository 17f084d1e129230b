using System.Text;
using Microsoft.Extensions.AI;

namespace Shannon.Analytics.AI.Calls;

/// <summary>Reads the text of messages.</summary>
internal static class PromptText
{
    /// <summary>The text of what is new: all messages since the last answer, each led by its role. One character beyond the limit says that there is more.</summary>
    internal static string NewIn(IReadOnlyList<ChatMessage> messages, int limit)
    {
        int first = messages.Count;
        while (first > 0 && messages[first - 1].Role != ChatRole.Assistant)
        {
            first--;
        }

        var text = new StringBuilder();
        for (int i = first; i < messages.Count && text.Length <= limit; i++)
        {
            if (messages[i].Text is { Length: > 0 } own)
            {
                text.Append(text.Length > 0 ? "\n" : string.Empty).Append(messages[i].Role.Value).Append(": ").Append(own);
            }
        }

        return text.ToString(0, Math.Min(text.Length, limit + 1));
    }

    /// <summary>Characters of text in all messages.</summary>
    internal static long LengthOf(IReadOnlyList<ChatMessage> messages) => messages.Sum(static message => (long)message.Text.Length);
}
