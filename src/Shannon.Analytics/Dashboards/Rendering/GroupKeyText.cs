using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Dashboards.Rendering;

/// <summary>Keys to group by as text: the words session, user, project, model, name and category, and otherwise an attribute's name; <c>attribute:</c> before a name that is one of these words.</summary>
internal static class GroupKeyText
{
    private const string Prefix = "attribute:";
    private static readonly GroupKey[] Words = [GroupKey.Session, GroupKey.User, GroupKey.Project, GroupKey.Model, GroupKey.Name, GroupKey.Category];

    internal static string Write(GroupKey key) =>
        key.AttributeName is { } name && (name.StartsWith(Prefix, StringComparison.Ordinal) || Array.Exists(Words, word => word.ToString() == name)) ? Prefix + name : key.ToString();

    internal static GroupKey Read(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) ? GroupKey.Attribute(text[Prefix.Length..])
        : Array.Find(Words, word => word.ToString() == text) is { Kind: not GroupKeyKind.Attribute } word && word.ToString() == text ? word
        : GroupKey.Attribute(text);
}
