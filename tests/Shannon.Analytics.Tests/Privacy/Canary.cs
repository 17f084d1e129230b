using System.Text;

namespace Shannon.Analytics.Tests.Privacy;

/// <summary>Searches the bytes of files for text.</summary>
internal static class Canary
{
    /// <summary>Whether no file in a folder holds the text, as UTF-8 or UTF-16.</summary>
    internal static bool IsNowhere(string folder, string text) => FilesWith(folder, text).Count == 0;

    internal static IReadOnlyList<string> FilesWith(string folder, string text)
    {
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return
        [
            .. files.Where(file =>
            {
                using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                byte[] bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
            }),
        ];
    }
}
