namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>A session as readers see it.</summary>
internal sealed record SessionInfo(string Session, string? User, string? Project, string? Model);
