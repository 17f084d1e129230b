namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>Reads which branch is checked out, as Claude Code writes it down: <c>HEAD</c> where there is none.</summary>
internal static class GitBranch
{
    private const string None = "HEAD";
    private const string BranchPrefix = "ref: refs/heads/";
    private const string FolderPrefix = "gitdir: ";

    internal static string Of(string folder)
    {
        try
        {
            for (string? at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
            {
                string git = Path.Combine(at, ".git");
                if (File.Exists(git) && File.ReadAllText(git) is { } link && link.StartsWith(FolderPrefix, StringComparison.Ordinal))
                {
                    git = Path.Combine(at, link[FolderPrefix.Length..].Trim());
                }

                string head = Path.Combine(git, "HEAD");
                if (File.Exists(head))
                {
                    string text = File.ReadAllText(head).Trim();
                    return text.StartsWith(BranchPrefix, StringComparison.Ordinal) ? text[BranchPrefix.Length..] : None;
                }
            }
        }
        catch (IOException)
        {
            // Only an attribute: a repository that cannot be read has no branch.
        }
        catch (UnauthorizedAccessException)
        {
            // As above.
        }

        return None;
    }
}
