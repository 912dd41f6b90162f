"""The two groups of staff: catalogue editors write, clinical reviewers publish."""

from django.db import migrations

CATALOGUE = ("reference", "routine", "routineitem", "programme", "programmetrack", "guide")
EXERCISE = ("exercise", "step", "fault", "progression")
SAFETY = ("condition", "contraindication")

PERMISSIONS = {
    "Catalogue editors": [
        *(f"{action}_{model}" for model in CATALOGUE for action in ("add", "change", "delete", "view")),
        *(f"{action}_{model}" for model in EXERCISE for action in ("add", "change", "delete", "view")),
        # The rules of an exercise are part of its draft; those of a condition hold at once.
        *(f"{action}_contraindication" for action in ("add", "change", "delete", "view")),
        "view_condition",
        "view_version",
        "submit_exercise",
    ],
    "Clinical reviewers": [
        *(f"view_{model}" for model in (*CATALOGUE, *EXERCISE, "version")),
        *(f"{action}_{model}" for model in SAFETY for action in ("add", "change", "delete", "view")),
        "publish_exercise",
        "review_safety",
    ],
}

MODEL_OF = {
    "submit_exercise": "exercise",
    "publish_exercise": "exercise",
    "review_safety": "condition",
}


def make_groups(apps, schema_editor):
    """Make both with their permissions: Django itself would make those only after all migrations."""
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    names = dict(apps.get_model("exercises", "Exercise")._meta.permissions)
    names.update(apps.get_model("exercises", "Condition")._meta.permissions)
    for group_name, codenames in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=group_name)
        for codename in codenames:
            model = MODEL_OF.get(codename) or codename.partition("_")[2]
            kind, _created = ContentType.objects.get_or_create(app_label="exercises", model=model)
            name = names.get(codename)
            if name is None:
                verbose_name = apps.get_model("exercises", model)._meta.verbose_name
                name = f"Can {codename.partition('_')[0]} {verbose_name}"
            permission, _created = Permission.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0004_status_is_kept"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Going back leaves the groups: people may be in them.
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
