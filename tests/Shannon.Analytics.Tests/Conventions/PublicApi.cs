using System.Reflection;
using System.Runtime.CompilerServices;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Conventions;

/// <summary>What a user of the packages can reach, without what the compiler makes by itself.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Every package's assembly; a package that the tests do not reference fails here, by its name.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } = [.. Packages.Names.Select(Assembly.Load)];

    public static IReadOnlyList<Type> Types { get; } = [.. Assemblies.SelectMany(assembly => assembly.GetExportedTypes())];

    public static IEnumerable<MethodInfo> Methods =>
        Types.Where(type => !type.IsEnum && !typeof(Delegate).IsAssignableFrom(type))
            .SelectMany(type => type.GetMethods(Declared))
            .Where(method => IsVisible(method) && !method.IsSpecialName && !IsGenerated(method));

    public static IEnumerable<ConstructorInfo> Constructors => Types.SelectMany(type => type.GetConstructors(Declared)).Where(constructor => IsVisible(constructor) && !IsGenerated(constructor));

    public static IEnumerable<PropertyInfo> Properties =>
        Types.SelectMany(type => type.GetProperties(Declared)).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible) && !IsGenerated(property));

    public static IEnumerable<FieldInfo> Fields => Types.SelectMany(type => type.GetFields(Declared)).Where(one => (one.IsPublic || one.IsFamily || one.IsFamilyOrAssembly) && !one.IsSpecialName);

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) is not null || type.GetMethod("PrintMembers", Declared) is not null;

    public static string Show(MemberInfo member) => $"{member.DeclaringType?.FullName ?? string.Empty}.{member.Name}";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
