"""The addresses of the pages: numbers only, never a name."""

from django.urls import path

from handrail.web import accounts, alerts, find, pupils, record, roll, school, shell, staff, today

urlpatterns = [
    path("", today.today),
    path("sign-in/", accounts.sign_in),
    path("sign-out/", accounts.sign_out),
    path("lock/", accounts.lock),
    path("me/", accounts.me),
    path("me/school/", accounts.choose_school),
    path("pupils/", pupils.pupils),
    path("pupils/<uuid:uuid>/", pupils.pupil),
    path("pupils/<uuid:uuid>/look/", pupils.look_anyway),
    path("records/<uuid:uuid>/", record.record),
    path("records/<uuid:uuid>/amend/", record.amend),
    path("records/<uuid:uuid>/void/", record.void),
    path("records/<uuid:uuid>/files/", record.add_files),
    path("records/<uuid:uuid>/files/<uuid:file>/", record.attachment),
    path("records/<uuid:uuid>/share/", record.share),
    path("actions/<uuid:uuid>/set-aside/", record.set_aside),
    path("alerts/", alerts.alerts),
    path("alerts/unseen/", alerts.unseen),
    path("alerts/seen/", alerts.all_seen),
    path("alerts/<uuid:uuid>/", alerts.follow),
    path("find/", find.find),
    path("school/", school.school),
    path("school/places/", school.places),
    path("school/words/", school.words),
    path("school/terms/", school.terms),
    path("school/duties/", school.duties),
    path("school/roll/", roll.roll),
    path("school/roll/template/<str:name>", roll.template),
    path("school/staff/", staff.staff),
    path("school/staff/<uuid:uuid>/", staff.staff_member),
    path("app.webmanifest", shell.manifest),
    path("healthy", shell.healthy),
]
