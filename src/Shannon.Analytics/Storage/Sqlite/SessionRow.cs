namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>A session as the writer knows it: its id, and its attributes with the moment each was said.</summary>
internal sealed class SessionRow
{
    internal long Id;
    internal string? User;
    internal long? UserAt;
    internal string? Project;
    internal long? ProjectAt;
    internal string? Model;
    internal long? ModelAt;
}
